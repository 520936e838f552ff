"""Waiting while a service holds too little of our money: one answer says so for all, and it goes on by itself."""
